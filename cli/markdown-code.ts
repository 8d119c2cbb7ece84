import { onOneLine } from "../adapters/one-line";
import { escaped } from "../provider/quay/client/masking";

/** Text from Quay as one line: what is invisible in it shows as \uXXXX. */
export const asLine = (text: string): string => onOneLine(escaped(text));

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text from Quay for a comment: in `<code>` nobody is mentioned and nothing becomes a link. */
export const code = (text: string): string =>
  `<code>${asLine(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string)}</code>`;
