import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { Heartbeat } from "../../src/http/heartbeat.js";

class FakeSocket extends EventEmitter {
  isPaused = false;
  bufferedAmount = 0;
  readonly ping = vi.fn();
  readonly terminate = vi.fn();
}

function beating() {
  const socket = new FakeSocket();
  return { socket, heartbeat: new Heartbeat(socket as never) };
}

test.each(["pong", "message"])("whoever is heard of (%s) stays", (event) => {
  const { socket, heartbeat } = beating();
  for (let round = 0; round < 3; round += 1) {
    heartbeat.ask();
    socket.emit(event);
  }
  expect(socket.ping).toHaveBeenCalledTimes(3);
  expect(socket.terminate).not.toHaveBeenCalled();
});

test("whoever has not answered when asked again is not there", () => {
  const { socket, heartbeat } = beating();
  heartbeat.ask();
  expect(socket.terminate).not.toHaveBeenCalled();
  heartbeat.ask();
  expect(socket.terminate).toHaveBeenCalledOnce();
});

test("whoever is not read is asked, but need not answer until they are", () => {
  const { socket, heartbeat } = beating();
  socket.isPaused = true;
  for (let round = 0; round < 3; round += 1) heartbeat.ask();
  expect(socket.ping).toHaveBeenCalledTimes(3);
  socket.isPaused = false;
  heartbeat.ask();
  expect(socket.terminate).not.toHaveBeenCalled();
  heartbeat.ask();
  expect(socket.terminate).toHaveBeenCalledOnce();
});

test("whoever has much to take need not answer as long as they take it", () => {
  const { socket, heartbeat } = beating();
  for (const bufferedAmount of [3000, 2000, 1000]) {
    socket.bufferedAmount = bufferedAmount;
    heartbeat.ask();
  }
  heartbeat.ask();
  expect(socket.terminate).not.toHaveBeenCalled();
  heartbeat.ask();
  expect(socket.terminate).toHaveBeenCalledOnce();
});
