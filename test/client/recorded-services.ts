const ours = "eventlogging.jupyter.org/jupyter_server";
const theirs = "https://events.jupyter.org/jupyter_server";

/** A schema that front ends talk to each other by: it is told to all of them, and never recorded. */
export const chatSchema = "example.org/chat";

/** The ids of the schemas of what clients do, by what they are about. */
export const schemas = {
  contents: `${ours}/contentsmanager-actions`,
  checkpoints: `${ours}/checkpoint-actions`,
  kernels: `${ours}/kernel-actions`,
  sessions: `${ours}/session-actions`,
  terminals: `${ours}/terminal-actions`,
  executions: "daybook/kernel-executions",
  contentsService: `${theirs}/contents_service/v1`,
  kernelActions: `${theirs}/kernel_actions/v1`,
} as const;

const personal = "{ allowed_categories: [personally-identifiable-information, executed-code] }";

const configuration = `
EventLog:
  handlers:
    - class: FileHandler
      filename: event.log
  allowed_schemas:
${Object.values(schemas)
  .map((schema) => `    ${schema}: ${schema.startsWith("https:") ? "" : personal}`)
  .join("\n")}
  broadcast_schemas: [${chatSchema}]
  schema_paths: [chat.yaml]
ServerApp:
  root_dir: notebooks
`;

/** The files of a server that serves `notebooks` and records whatever its clients do, whole, in `event.log`. */
export const recordingServer = {
  "daybook.yaml": configuration,
  "chat.yaml": `$id: ${chatSchema}\nversion: 1\nproperties:\n  text: { type: string }\n`,
  "notebooks/.keep": "",
};
