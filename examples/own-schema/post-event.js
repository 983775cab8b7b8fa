// Posts one event to a running server:  node post-event.js http://127.0.0.1:8888/ TOKEN
const [url, token] = process.argv.slice(2);
if (token === undefined) {
  console.error("usage: node post-event.js http://127.0.0.1:8888/ TOKEN");
  process.exit(2);
}

const response = await fetch(new URL("api/eventlog", url), {
  method: "POST",
  headers: { Authorization: `token ${token}` },
  body: JSON.stringify({
    schema: "example.org/lab-booking",
    version: 1,
    event: {
      action: "book",
      room: "B 2.14",
      person: { group: "Numerics II", email: "ada@example.org" },
    },
  }),
});

if (response.status === 204) {
  console.log("recorded");
} else {
  console.error(`refused with ${response.status}: ${await response.text()}`);
  process.exitCode = 1;
}
