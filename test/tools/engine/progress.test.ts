import { progress } from "../../../tools/engine/progress";

let written = "";
const out = (isTTY: boolean) => ({
  isTTY,
  columns: 40,
  write(text: string) {
    written += text;
    return true;
  },
});

beforeEach(() => {
  written = "";
  jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

const clear = "\r\u001b[2K";

test("a terminal shows one line, with the elapsed seconds, no longer than the terminal is wide", () => {
  const { say, end } = progress(out(true));
  say("Building: 1 package…");
  jest.advanceTimersByTime(61_000);
  written = "";
  say("Building: 2 packages compiled on a slow computer…");
  expect(written).toBe(`${clear}Building: 2 packages compile… 1 min 1 s`);
  end();
});

test("on a terminal results are kept", () => {
  const { say, end } = progress(out(true));
  say("Looking…");
  say("It is too old.");
  expect(written).toBe(`${clear}Looking…${clear}It is too old.\n`);
  end();
});

test("without a terminal an activity is reported at once and then every twenty seconds", () => {
  const { say, end } = progress(out(false));
  say("Asking…");
  for (let count = 1; count <= 45; count++) {
    say(`Building: ${count} packages compiled…`);
    jest.advanceTimersByTime(1_000);
  }
  say("It is built.");
  end();
  expect(written.split("\n")).toEqual([
    "Asking…",
    "Building: 1 packages compiled…",
    "Building: 21 packages compiled… 20 s",
    "Building: 41 packages compiled… 40 s",
    "It is built.",
    "",
  ]);
});
