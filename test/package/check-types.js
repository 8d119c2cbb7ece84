const path = require("node:path");

// Run in a project: checks a program and the types of this package, but not those of others, which would take long.
// Another compiler than the project's, such as Pulumi's own from 2020, checks the program only.
const [program, settings, compiler] = process.argv.slice(2);
const ts = require(require.resolve(compiler ?? "typescript", { paths: [process.cwd()] }));

const { options } = ts.convertCompilerOptionsFromJson(JSON.parse(settings), process.cwd());
const checked = ts.createProgram([path.resolve(program)], options);
const others = compiler ? /\/node_modules\// : /\/node_modules\/(?!(\.pnpm\/[^/]+\/node_modules\/)?pulumi-quay\/)/;
const ours = checked.getSourceFiles().filter(({ fileName }) => !others.test(fileName));
const complaints = [
  ...checked.getOptionsDiagnostics(),
  ...ours.flatMap((file) => [...checked.getSyntacticDiagnostics(file), ...checked.getSemanticDiagnostics(file)]),
];
const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => process.cwd(), getNewLine: () => "\n" };
process.stdout.write(ts.formatDiagnostics(complaints, host));
console.log(`${ours.length} files checked, ${complaints.length} complaints`);
