type Out = Pick<NodeJS.WriteStream, "write"> & Partial<Pick<NodeJS.WriteStream, "isTTY" | "hasColors">>;

/** The output for the reader: headings at the margin, everything else indented. */
export class Page {
  readonly colored: boolean;

  constructor(private readonly out: Out) {
    this.colored = Boolean(out.isTTY && out.hasColors?.());
  }

  heading(text: string): void {
    this.out.write(`\n${this.style(1, text)}\n\n`);
  }

  /** A command line. */
  command(text: string): void {
    this.line(this.style(36, `$ ${text}`));
  }

  line(text = ""): void {
    this.out.write(text && `   ${text}`);
    this.out.write("\n");
  }

  lines(text: string): void {
    for (const line of text.split("\n")) this.line(line);
  }

  /** A conclusion from the output above. */
  remark(text: string): void {
    this.line();
    this.line(this.style(32, text));
  }

  private style(code: number, text: string): string {
    return this.colored ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}
