// node --import ./jumping-clock.js ..: at each SIGUSR2 the clock of the program jumps, by turns an hour back from the real
// time, a year ahead of it, and to it. Then it says "the clock has jumped N times".
const shifts = [-3600_000, 365 * 24 * 3600_000, 0];
const RealDate = Date;
let jumps = 0;
let shift = 0;

globalThis.Date = class extends RealDate {
  constructor(...parameters) {
    if (parameters.length === 0) super(RealDate.now() + shift);
    else super(...parameters);
  }

  static now() {
    return RealDate.now() + shift;
  }
};

process.on("SIGUSR2", () => {
  shift = shifts[jumps++ % shifts.length];
  console.error(`the clock has jumped ${jumps} times`);
});
