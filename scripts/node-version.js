// Stands alone and is imported first: an old Node must come to this message before it trips over anything newer.
const oldest = 20;

if (Number(process.versions.node.split(".")[0]) < oldest) {
  console.error(
    `Daybook needs Node ${oldest} or newer, and this is ${process.version}. See https://nodejs.org`,
  );
  process.exit(1);
}
