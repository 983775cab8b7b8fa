import { sectionNames, type WrongConfiguration } from "./wrong-configuration.js";

/** Options of the wrong name, type or range. */
export const wrongOptions: readonly WrongConfiguration[] = [
  {
    name: "a section is misspelt",
    text: `EventLogs:
  handlers: []
`,
    mistakes: ['daybook.yaml:1:1: EventLogs: unknown option; did you mean "EventLog"?'],
  },
  {
    name: "a section of Jupyter that Daybook does not have",
    text: `VoilaConfiguration:
  collaborative: true
`,
    mistakes: [`daybook.yaml:1:1: VoilaConfiguration: unknown option; there are ${sectionNames}`],
  },
  {
    name: "an option is misspelt",
    text: `ServerApp:
  prot: 8888
`,
    mistakes: ['daybook.yaml:2:3: ServerApp.prot: unknown option; did you mean "port"?'],
  },
  {
    name: "an option is written as JavaScript has it",
    text: `ServerApp:
  rootDir: .
`,
    mistakes: ['daybook.yaml:2:3: ServerApp.rootDir: unknown option; did you mean "root_dir"?'],
  },
  {
    name: "the shell of terminals is no list",
    text: `TerminalManager:
  shell_command: bash -l
`,
    mistakes: [
      "daybook.yaml:2:18: TerminalManager.shell_command: must be a list of words: a program and its arguments, not text",
    ],
  },
  {
    name: "times of terminals are negative",
    text: `TerminalManager:
  cull_inactive_timeout: -1
  cull_interval: 0
`,
    mistakes: [
      "daybook.yaml:2:26: TerminalManager.cull_inactive_timeout: must be a number of seconds, at least 0",
      "daybook.yaml:3:18: TerminalManager.cull_interval: must be a number of seconds, at least 1",
    ],
  },
  {
    name: "an option stands in no section",
    text: `ip: 127.0.0.1
`,
    mistakes: ["daybook.yaml:1:1: ip: unknown option; it belongs in the section ServerApp"],
  },
  {
    name: "an option stands in the wrong section",
    text: `ServerApp:
  ip: 127.0.0.1
  allow_hidden: true
`,
    mistakes: [
      "daybook.yaml:3:3: ServerApp.allow_hidden: unknown option; it belongs in the section ContentsManager",
    ],
  },
  {
    name: "the file is a list",
    text: `- EventLog
`,
    mistakes: [`daybook.yaml:1:1: must be a mapping with the sections ${sectionNames}, not a list`],
  },
  {
    name: "the file is text",
    text: `hello
`,
    mistakes: [`daybook.yaml:1:1: must be a mapping with the sections ${sectionNames}, not text`],
  },
  {
    name: "a section is a list",
    text: `ServerApp:
  - port: 8888
`,
    mistakes: ["daybook.yaml:2:3: ServerApp: must be a mapping of options, not a list"],
  },
  {
    name: "the port is text",
    text: `ServerApp:
  port: "8888"
`,
    mistakes: ["daybook.yaml:2:9: ServerApp.port: must be a whole number from 0 to 65535, not text"],
  },
  {
    name: "the port is too high",
    text: `ServerApp:
  port: 65536
`,
    mistakes: ["daybook.yaml:2:9: ServerApp.port: must be a whole number from 0 to 65535"],
  },
  {
    name: "the port is negative",
    text: `ServerApp:
  port: -1
`,
    mistakes: ["daybook.yaml:2:9: ServerApp.port: must be a whole number from 0 to 65535"],
  },
  {
    name: "the port is broken",
    text: `ServerApp:
  port: 80.5
`,
    mistakes: ["daybook.yaml:2:9: ServerApp.port: must be a whole number from 0 to 65535"],
  },
  {
    name: "the port has no value",
    text: `ServerApp:
  port:
`,
    mistakes: ["daybook.yaml:2:3: ServerApp.port: has no value; write one, or take the line out"],
  },
  {
    name: "the address is no address",
    text: `ServerApp:
  ip: '*'
`,
    mistakes: [
      'daybook.yaml:2:7: ServerApp.ip: must be an address or host name (for all addresses "0.0.0.0")',
    ],
  },
  {
    name: "the token is a number",
    text: `ServerApp:
  token: 123456
`,
    mistakes: [
      "daybook.yaml:2:10: ServerApp.token: must be text without line breaks, not empty (leave it out for a random one), not a number",
    ],
  },
  {
    name: "the token is empty",
    text: `ServerApp:
  token: ""
`,
    mistakes: [
      "daybook.yaml:2:10: ServerApp.token: must be text without line breaks, not empty (leave it out for a random one)",
    ],
  },
  {
    name: "the token has a line break",
    text: `ServerApp:
  token: "a\\nb"
`,
    mistakes: [
      "daybook.yaml:2:10: ServerApp.token: must be text without line breaks, not empty (leave it out for a random one)",
    ],
  },
  {
    name: "the base URL leads out",
    text: `ServerApp:
  base_url: /a/../b
`,
    mistakes: [
      'daybook.yaml:2:13: ServerApp.base_url: must be a path such as "/" or "/user/ada/", without "?", "#", ".." and blanks',
    ],
  },
  {
    name: "the base URL has a query",
    text: `ServerApp:
  base_url: /a?b
`,
    mistakes: [
      'daybook.yaml:2:13: ServerApp.base_url: must be a path such as "/" or "/user/ada/", without "?", "#", ".." and blanks',
    ],
  },
  {
    name: "the allowed origin has a path",
    text: `ServerApp:
  allow_origin: https://example.org/lab
`,
    mistakes: [
      'daybook.yaml:2:17: ServerApp.allow_origin: must be an origin such as "https://example.org" (no path), or "*"',
    ],
  },
  {
    name: "the allowed origin has no scheme",
    text: `ServerApp:
  allow_origin: example.org
`,
    mistakes: [
      'daybook.yaml:2:17: ServerApp.allow_origin: must be an origin such as "https://example.org" (no path), or "*"',
    ],
  },
  {
    name: "remote access is a word",
    text: `ServerApp:
  allow_remote_access: yes
`,
    mistakes: ["daybook.yaml:2:24: ServerApp.allow_remote_access: must be true or false, not text"],
  },
  {
    name: "host names are one text",
    text: `ServerApp:
  local_hostnames: notebook.example
`,
    mistakes: ["daybook.yaml:2:20: ServerApp.local_hostnames: must be a list of host names, not text"],
  },
  {
    name: "a host name is a number",
    text: `ServerApp:
  local_hostnames: [a, 7]
`,
    mistakes: ["daybook.yaml:2:24: ServerApp.local_hostnames[1]: must be a host name, not a number"],
  },
  {
    name: "the largest body has a unit",
    text: `ServerApp:
  max_body_size: 512 MiB
`,
    mistakes: [
      "daybook.yaml:2:18: ServerApp.max_body_size: must be a whole number of bytes, at least 1, not text",
    ],
  },
  {
    name: "the largest event is nothing",
    text: `EventLog:
  max_event_size: 0
`,
    mistakes: ["daybook.yaml:2:19: EventLog.max_event_size: must be a whole number of bytes, at least 1"],
  },
  {
    name: "hidden files are allowed in words",
    text: `ContentsManager:
  allow_hidden: never
`,
    mistakes: ["daybook.yaml:2:17: ContentsManager.allow_hidden: must be true or false, not text"],
  },
  {
    name: "deleting folders is a number",
    text: `FileContentsManager:
  always_delete_dir: 1
`,
    mistakes: [
      "daybook.yaml:2:22: FileContentsManager.always_delete_dir: must be true or false, not a number",
    ],
  },
  {
    name: "an option of kernels is out of range",
    text: `MappingKernelManager:
  cull_interval: 0
KernelManager:
  transport: udp
KernelRestarter:
  restart_limit: 1.5
KernelSpecManager:
  allowed_kernelspecs: python3
`,
    mistakes: [
      "daybook.yaml:2:18: MappingKernelManager.cull_interval: must be a number of seconds, above 0",
      "daybook.yaml:4:14: KernelManager.transport: must be one of tcp, ipc",
      "daybook.yaml:6:18: KernelRestarter.restart_limit: must be a whole number from 0 to 1000",
      "daybook.yaml:8:24: KernelSpecManager.allowed_kernelspecs: must be a list of names of kernels, not text",
    ],
  },
  {
    name: "the page to begin with is on another server",
    text: `ServerApp:
  default_url: //evil.example/lab
LabApp:
  app_dir: 7
`,
    mistakes: [
      'daybook.yaml:2:16: ServerApp.default_url: must be a path below base_url such as "/lab"',
      "daybook.yaml:4:12: LabApp.app_dir: must be the path of a folder, not a number",
    ],
  },
];
