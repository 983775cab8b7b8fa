/** False where the process was started with `--disallow-code-generation-from-strings`. */
export const canGenerateCode: boolean = (() => {
  try {
    return new Function("return true")();
  } catch {
    return false;
  }
})();
