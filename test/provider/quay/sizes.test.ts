import fc from "fast-check";
import { bytesOf, size, sizeText } from "../../../provider/quay/sizes";

describe("Sizes", () => {
  it.each([
    ["500 GiB", "500 GiB", 500 * 2 ** 30],
    ["500GiB", "500 GiB", 500 * 2 ** 30],
    ["500Gi", "500 GiB", 500 * 2 ** 30],
    ["512000 MiB", "500 GiB", 500 * 2 ** 30],
    ["536870912000", "500 GiB", 500 * 2 ** 30],
    ["500.0 GiB", "500 GiB", 500 * 2 ** 30],
    ["1.5 TiB", "1.5 TiB", 1.5 * 2 ** 40],
    ["1536 GiB", "1.5 TiB", 1.5 * 2 ** 40],
    ["1.1 TiB", "1.1 TiB", Math.round(1.1 * 2 ** 40)],
    ["2 GB", "2 GB", 2e9],
    ["2G", "2 GB", 2e9],
    ["2000000000", "2 GB", 2e9],
    ["1000 GiB", "1000 GiB", 1000 * 2 ** 30],
    ["1 KiB", "1 KiB", 1024],
    ["1025 B", "1025", 1025],
    ["5", "5", 5],
    ["8 PiB", "8 PiB", 2 ** 53],
    ["9007199254740991", "9007199254740991", 2 ** 53 - 1],
  ])("%j is written as %j", (spelling, text, bytes) => {
    expect(size.parse(spelling)).toBe(text);
    expect(bytesOf(spelling)).toBe(bytes);
    expect(sizeText(bytes)).toBe(text);
  });

  it("have one text for each number of bytes, which says that number", () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeNat(), fc.nat(5000)), (number) => {
        const bytes = number + 1;
        expect(bytesOf(sizeText(bytes))).toBe(bytes);
        expect(size.parse(sizeText(bytes))).toBe(sizeText(bytes));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it("with up to three decimals of a unit from a megabyte on are shown with the same or a larger unit, and no more digits", () => {
    const unit = fc.constantFrom("MiB", "GiB", "TiB", "MB", "GB", "TB");
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 999_999 }), unit, (thousandths, name) => {
        const spelling = `${thousandths / 1000} ${name}`;
        const shown = size.parse(spelling);
        expect(bytesOf(shown)).toBe(bytesOf(spelling));
        expect(shown.split(" ")[0]?.length).toBeLessThanOrEqual(spelling.split(" ")[0]?.length as number);
      }),
      { seed: 7 },
    );
  });

  it.each([
    "",
    "ten",
    "10 XB",
    "1.5",
    "1.",
    ".5 GiB",
    "-5",
    "1e3",
    "1 gib",
    "1  GiB",
    " 1 GiB",
    "1.2345 GiB",
    "1,5 GiB",
  ])("%j is none, and the message shows how to write one", (text) => {
    const { error } = size.safeParse(text);
    expect(error?.issues.map(({ message }) => message)).toEqual([
      `${JSON.stringify(text)} is not a size. Write it like "500 GiB" or "1.5 TiB", or as bytes: "536870912000".`,
    ]);
  });
});
