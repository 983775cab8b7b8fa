/** What the scenarios have a kernel do, in its own language. */
export interface KernelLanguage {
  /** The name of its kernelspec. */
  readonly kernel: string;
  /** What it calls itself. */
  readonly implementation: string;
  /** Prints "hello". */
  readonly hello: string;
  /** Fails. */
  readonly failure: { readonly code: string; readonly name: string };
  /** Has 42 as its result. */
  readonly result: string;
  /** Shows something of a MIME type that front ends draw. */
  readonly picture: { readonly code: string; readonly type: string };
  /** Asks a person for a word, and prints it. */
  readonly question: string;
  /** Begins a word that it knows how to end. */
  readonly completion: { readonly code: string; readonly match: string };
  /** A word that it can explain. */
  readonly explained: string;
  /** Wants another line. */
  readonly incomplete: string;
  /** Sends back whatever comes on comms of the target "echo". */
  readonly echo: string;
  /** Opens a comm of the target "from-kernel", with `{"from": "kernel"}`. */
  readonly openComm: string;
  /** Prints a line, and then takes ten minutes. */
  readonly long: string;
  /** What ends it when somebody interrupts. */
  readonly interruption: string;
}

/** The language of the kernel in `test/kernel`. */
export const testLanguage: KernelLanguage = {
  kernel: "test",
  implementation: "test-kernel",
  hello: "print hello",
  failure: { code: "error KeyError x", name: "KeyError" },
  result: "result 42",
  picture: { code: "display <svg/>", type: "text/html" },
  question: "input Who?",
  completion: { code: "disp", match: "display" },
  explained: "print",
  incomplete: "print \\",
  echo: "print every target echoes",
  openComm: "comm from-kernel",
  long: "print on\nsleep 600",
  interruption: "KeyboardInterrupt",
};

/** Python, as ipykernel runs it. */
export const python: KernelLanguage = {
  kernel: "python3",
  implementation: "ipython",
  hello: "print('hello')",
  failure: { code: "{}['x']", name: "KeyError" },
  result: "6 * 7",
  picture: {
    code: "import matplotlib.pyplot as plt\nplt.plot([1, 4, 9])\nplt.show()",
    type: "image/png",
  },
  question: "print(input('Who?'))",
  completion: { code: "pri", match: "print" },
  explained: "len",
  incomplete: "for i in range(3):",
  echo: `def opened(comm, message):
    @comm.on_msg
    def answer(message):
        comm.send(message["content"]["data"])
get_ipython().kernel.comm_manager.register_target("echo", opened)`,
  openComm: `from comm import create_comm
create_comm(target_name="from-kernel", data={"from": "kernel"})
None`,
  // Not flushed: it is shown a moment later, when the kernel sleeps and nothing but that can be interrupted.
  long: "import time\nprint('on')\ntime.sleep(600)",
  interruption: "KeyboardInterrupt",
};
