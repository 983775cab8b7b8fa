import { inheritedEnvironment } from "../../inherited-environment.js";

/**
 * The environment variables of a kernel: the server's, those of the kernelspec, in which `${NAME}` stands for another
 * one, and those of whoever starts it.
 */
export function kernelEnvironment(options: {
  readonly own: NodeJS.ProcessEnv;
  readonly spec: Readonly<Record<string, string>>;
  readonly given: Readonly<Record<string, string>>;
  /** The folder that is served, which programs in a notebook may want to know. */
  readonly rootDir: string;
}): NodeJS.ProcessEnv {
  const inherited = { ...inheritedEnvironment(options.own), ...options.given };
  const fromSpec = Object.entries(options.spec).map(([name, text]) => [name, substitute(text, inherited)]);
  return {
    ...inherited,
    ...Object.fromEntries(fromSpec),
    JUPYTER_SERVER_ROOT: options.rootDir,
    // A kernel that looks may end by itself when its parent has.
    JPY_PARENT_PID: String(process.pid),
  };
}

/** As Python's `Template.safe_substitute`: what has no value stays as it is, and `$$` is a dollar sign. */
function substitute(text: string, values: NodeJS.ProcessEnv): string {
  return text.replace(
    /\$(?:(\$)|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g,
    (place, dollar: string | undefined, bare: string | undefined, braced: string | undefined) => {
      const name = bare ?? braced ?? "";
      return dollar ?? (Object.hasOwn(values, name) ? values[name] : undefined) ?? place;
    },
  );
}
