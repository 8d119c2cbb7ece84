import { RepeatedReasons } from "../../../provider/serve/repeated";

const refused = (path: string) =>
  `Quay refused GET /v1/organization/${path}: Unauthorized (403). It needs a token with the scope org:admin, and a user who may do this.`;

describe("The same failure of many resources", () => {
  const failures = new RepeatedReasons();

  it("is reported in full for the first, whatever each of them requested, and then in short with a count", () => {
    expect(failures.reason("Team acme/ops", refused("acme/team/ops"))).toBe(refused("acme/team/ops"));
    expect(failures.reason("Team acme/dev", refused("acme/team/dev"))).toBe(
      "Quay refused GET /v1/organization/acme/team/dev: Unauthorized (403) (the same as of Team acme/ops; 2 so far).",
    );
    expect(failures.reason("Team acme/sre", refused("acme/team/sre"))).toContain("; 3 so far");
  });

  it("is reported in full again for the resource that had it in full, and always when it is short", () => {
    expect(failures.reason("Team acme/ops", refused("acme/team/ops"))).toBe(refused("acme/team/ops"));
    for (const team of ["a", "b"]) expect(failures.reason(team, "Nobody is there.")).toBe("Nobody is there.");
  });
});
