import { findEngine, progress } from "./index";

async function main(): Promise<void> {
  const { say, end } = progress();
  try {
    const { version, bin } = await findEngine({ say });
    end();
    console.log(`Pulumi ${version.replace(/^(?=\d)/, "v")} from ${bin}`);
  } catch (error) {
    end();
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

void main();
