export { temporaryFolder } from "../../../../test/support/temporary-folder.js";
