/** Compares by code point, so that an order depends on no language. */
export const byText =
  <Each>(text: (each: Each) => string) =>
  (a: Each, b: Each): number => {
    const [left, right] = [text(a), text(b)];
    return left < right ? -1 : Number(left > right);
  };
