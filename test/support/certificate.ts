import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { join } from "node:path";
import { temporaryFolder, writeFiles } from "./temporary-folder.js";

/** Files with a certificate for 127.0.0.1 that is signed by itself, and so is its own authority, and with its key. */
export function certificateFiles(): { ca: string; cert: string; key: string } {
  const { cert, key } = makeCertificate();
  const folder = temporaryFolder();
  writeFiles(folder, { "cert.pem": cert, "key.pem": key });
  const path = join(folder, "cert.pem");
  return { ca: path, cert: path, key: join(folder, "key.pem") };
}

/** An X.509 certificate of an hour, written by hand, as Node can read certificates but not make them. */
export function makeCertificate(): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(objectId("2a8648ce3d040302"));
  const name = sequence(set(sequence(objectId("550403"), tagged(0x0c, Buffer.from("127.0.0.1")))));
  const alternativeName = sequence(tagged(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = sequence(
    sequence(objectId("551d11"), tagged(0x04, alternativeName)),
    sequence(objectId("551d13"), tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff]))))),
  );
  const now = Date.now();
  const hour = 60 * 60 * 1000;
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(now % 2 ** 31),
    algorithm,
    name,
    sequence(time(now - hour), time(now + hour)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, extensions),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.of(0), sign("sha256", body, privateKey)]));
  return { cert: pem(sequence(body, algorithm, signature)), key: keyText(privateKey) };
}

function tagged(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...lengthBytes), content]);
}

function sequence(...contents: Buffer[]): Buffer {
  return tagged(0x30, ...contents);
}

function set(...contents: Buffer[]): Buffer {
  return tagged(0x31, ...contents);
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, "hex"));
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  return tagged(0x02, bytes.subarray(first < 0 ? 3 : first));
}

function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\.\d+|\D/g, "");
  return tagged(0x18, Buffer.from(`${digits}Z`));
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function keyText(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
