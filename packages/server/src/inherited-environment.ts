/**
 * The environment variables of the server as the programs it starts get them, kernels and terminals: without its token,
 * as what a notebook prints of its environment is saved with it, and what a terminal shows is read by others.
 */
export function inheritedEnvironment(own: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { JUPYTER_TOKEN: _, ...inherited } = own;
  return inherited;
}
