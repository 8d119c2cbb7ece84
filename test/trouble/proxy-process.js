// A proxy in front of a Quay, as a process that can be killed: node proxy-process.js <port> <port of the Quay> <milliseconds>
const net = require("node:net");
const [port, target, delay] = process.argv.slice(2).map(Number);

/** Every chunk is delayed, so that at any moment some are in transit. */
function forward(from, to) {
  from.on("data", (chunk) => setTimeout(() => to.write(chunk), delay));
  from.on("end", () => setTimeout(() => to.end(), delay));
  from.on("error", () => to.destroy());
}

const server = net.createServer({ allowHalfOpen: true }, (outside) => {
  const inside = net.connect({ port: target, host: "127.0.0.1", allowHalfOpen: true });
  forward(outside, inside);
  forward(inside, outside);
});
server.listen(port, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.on("disconnect", () => process.exit());
