export { Daybook, daybook } from "../../../../test/support/daybook.js";
