import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const version = "4.3.1";
const cache = fileURLToPath(new URL("../../node_modules/.cache/daybook/", import.meta.url));

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>daybook</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;

/**
 * The folder with Apache Kafka's jars, of Maven Central. They are brought once, and then found again.
 *
 * @throws {Error} where there is no Maven, and no Debian that may install it
 */
export function kafkaJars(): string {
  const folder = join(cache, `kafka-${version}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}.partial`;
  mkdirSync(unfinished, { recursive: true });
  try {
    process.stderr.write("Bringing the Kafka of the tests ..\n");
    assertJava();
    writeFileSync(join(unfinished, "pom.xml"), project);
    const goal = [
      "dependency:copy-dependencies",
      "-DincludeScope=runtime",
      `-DoutputDirectory=${unfinished}`,
    ];
    run("mvn", ["-q", "-B", "-f", join(unfinished, "pom.xml"), ...goal]);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function assertJava(): void {
  try {
    run("java", ["-version"]);
    run("mvn", ["-version"]);
  } catch {
    run("apt-get", ["update"]);
    run("apt-get", ["install", "-y", "maven"]);
  }
}

function run(command: string, parameters: string[]): void {
  execFileSync(command, parameters, { stdio: ["ignore", "ignore", "pipe"] });
}
