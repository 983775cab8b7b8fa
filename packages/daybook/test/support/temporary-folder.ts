export { temporaryFolder, writeFiles } from "../../../../test/support/temporary-folder.js";
