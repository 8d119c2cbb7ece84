import { quayName } from "../../provider/lifecycle/origin";
import { settings as settingsOf } from "../../provider/quay/settings";
import { Stack } from "../login/stack";

type Settings = Readonly<Record<string, string | undefined>>;

/** Throws when the program of the stack would ask another Quay than the one that is read. */
export async function requireSameQuay(read: Settings, stackName: string | undefined): Promise<void> {
  const stack = new Stack(stackName);
  const program: Settings = {
    ...read,
    "quay:url": (await stack.get("quay:url")) || process.env.QUAY_URL || "https://quay.io",
    "quay:registry": await stack.get("quay:registry"),
  };
  const nameOf = (all: Settings) => quayName(settingsOf((key) => all[key], {}));
  if (nameOf({ ...read, "quay:registry": program["quay:registry"] }) === nameOf(program)) return;
  throw new Error(
    `The program of the stack asks ${program["quay:url"]}, and what was to be taken in is of ${read["quay:url"] ?? "https://quay.io"}. ` +
      "Set quay:url of the stack, or leave out --url and QUAY_URL.",
  );
}
