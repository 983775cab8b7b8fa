import type { Call } from "./calls.js";

const id = "9ec1cbd7-b89b-4317-bc12-b8843e81a423";

/** A kernel as jupyter_server 2 answers with it. */
const kernel = {
  id,
  name: "python3",
  last_activity: "2026-11-24T18:23:59.728448Z",
  execution_state: "starting",
  connections: 0,
};

/** An action on a kernel; `manager` is the event at the id of Jupyter's kernel manager. */
export interface KernelCall extends Call {
  readonly manager?: Record<string, unknown>;
}

export const kernelActions: readonly KernelCall[] = [
  {
    title: "a kernel looked up",
    call: `GET api/kernels/${id} 200`,
    responseBody: kernel,
    event: { action: "get", id },
  },
  {
    title: "a kernel started",
    call: "POST api/kernels 201",
    requestBody: { name: "python3" },
    responseBody: kernel,
    event: { action: "start", id },
    manager: {
      action: "start",
      kernel_id: id,
      kernel_name: "python3",
      status: "success",
      status_code: 201,
      msg: `Kernel ${id} was started.`,
    },
  },
  {
    title: "a kernel started without a body, which leaves the choice to the server",
    call: "POST api/kernels 201",
    responseBody: kernel,
    event: { action: "start", id },
    manager: {
      action: "start",
      kernel_id: id,
      kernel_name: "python3",
      status: "success",
      status_code: 201,
      msg: `Kernel ${id} was started.`,
    },
  },
  {
    title: "a kernel restarted",
    call: `POST api/kernels/${id}/restart 200`,
    responseBody: { ...kernel, execution_state: "idle" },
    event: { action: "restart", id },
    manager: {
      action: "restart",
      kernel_id: id,
      kernel_name: "python3",
      status: "success",
      status_code: 200,
      msg: `Kernel ${id} was restarted.`,
    },
  },
  {
    title: "a kernel interrupted",
    call: `POST api/kernels/${id}/interrupt 204`,
    event: { action: "interrupt", id },
    manager: {
      action: "interrupt",
      kernel_id: id,
      status: "success",
      status_code: 204,
      msg: `Kernel ${id} was interrupted.`,
    },
  },
  {
    title: "a kernel ended",
    call: `DELETE api/kernels/${id} 204`,
    event: { action: "kill", id },
    manager: {
      action: "shutdown",
      kernel_id: id,
      status: "success",
      status_code: 204,
      msg: `Kernel ${id} was shut down.`,
    },
  },
];

export const kernelFailures: readonly Call[] = [
  {
    title: "a start that fails",
    call: "POST api/kernels 500",
    requestBody: { name: "nope" },
    responseBody: { message: "Unhandled error", reason: null, traceback: "" },
    event: {
      action: "start",
      kernel_name: "nope",
      status: "error",
      status_code: 500,
      msg: "A kernel was not started: Unhandled error",
    },
  },
  {
    title: "a start that the server is not ready for",
    call: "POST api/kernels 503",
    event: {
      action: "start",
      status: "error",
      status_code: 503,
      msg: "A kernel was not started: the server answered 503.",
    },
  },
  {
    title: "a restart that fails",
    call: `POST api/kernels/${id}/restart 500`,
    responseBody: { message: "Exception restarting kernel", reason: null },
    event: {
      action: "restart",
      kernel_id: id,
      status: "error",
      status_code: 500,
      msg: `Kernel ${id} was not restarted: Exception restarting kernel`,
    },
  },
  {
    title: "an interrupt that fails",
    call: `POST api/kernels/${id}/interrupt 501`,
    responseBody: { message: "The kernel takes no interrupts" },
    event: {
      action: "interrupt",
      kernel_id: id,
      status: "error",
      status_code: 501,
      msg: `Kernel ${id} was not interrupted: The kernel takes no interrupts`,
    },
  },
  {
    title: "an end that fails",
    call: `DELETE api/kernels/${id} 500`,
    responseBody: { message: "" },
    event: {
      action: "shutdown",
      kernel_id: id,
      status: "error",
      status_code: 500,
      msg: `Kernel ${id} was not shut down: the server answered 500.`,
    },
  },
];
