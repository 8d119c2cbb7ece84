import { parseResourceList } from "../../../cli/import-file/resource-list";

describe("A list of resources", () => {
  it("holds ids with spaces in quotes, and # in them begins no comment", () => {
    expect(
      parseResourceList(['RepositoryNotification "acme/web:Pushes #1 to \\"Slack\\"" # ours\nTeam acme/ops # "not"']),
    ).toEqual([
      { kind: "RepositoryNotification", id: 'acme/web:Pushes #1 to "Slack"' },
      { kind: "Team", id: "acme/ops" },
    ]);
  });

  it("may be words of a command, of which an id with spaces is one", () => {
    const words = ["RepositoryNotification", "acme/web:Pushes to Slack", "Team acme/ops Repository acme/web"];
    expect(parseResourceList(words)).toEqual([
      { kind: "RepositoryNotification", id: "acme/web:Pushes to Slack" },
      { kind: "Team", id: "acme/ops" },
      { kind: "Repository", id: "acme/web" },
    ]);
  });
});
