import type { Call } from "../../../../provider/quay/client/call";
import type { QuayError } from "../../../../provider/quay/client/errors";
import type { Harness } from "../../../harness";

export const get: Call = { method: "GET", path: "/v1/organization/acme", repeatable: true };
export const put: Call = {
  method: "PUT",
  path: "/v1/organization/acme/team/ops",
  body: { role: "member" },
  repeatable: true,
};
export const post: Call = {
  method: "POST",
  path: "/v1/organization/",
  body: { name: "umbrella" },
  repeatable: false,
};

export const settingsOf = ({ quay: { url, token } }: Harness) => ({
  url,
  token,
  registry: "x",
  timeoutSeconds: 60,
  concurrency: 4,
});

export const thrown = (sending: Promise<unknown>): Promise<QuayError> =>
  sending.then(
    () => {
      throw new Error("Nothing was thrown.");
    },
    (error) => error,
  );
