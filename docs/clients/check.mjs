// Checks codes, in Node 18 or later without any package: node check.mjs CODE [CODE…].
// SITE and TOKEN come from the environment, MATTER and PURPOSE say what for. Prints a line a code.

const { SITE, TOKEN, MATTER, PURPOSE } = process.env;
const AGAIN = [429, 502, 503, 504]; // the same call may be sent again: its key makes that safe

export async function check(codes, matter, purpose, tries = 5) {
  const queries = Object.fromEntries(codes.map((code) => [code, { code }]));
  const call = {
    method: "POST",
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      "Content-Type": "application/json",
      "Idempotency-Key": crypto.randomUUID(),
    },
    body: JSON.stringify({ matter, purpose, queries }),
  };
  for (let left = tries - 1; ; left -= 1) {
    const answer = await fetch(`${SITE}/api/v1/checks`, { ...call, signal: AbortSignal.timeout(10_000) });
    if (answer.ok) return answer.json();
    if (!AGAIN.includes(answer.status) || left === 0) {
      const problem = await answer.json();
      throw new Error(`${problem.code}: ${problem.detail}`);
    }
    await new Promise((done) => setTimeout(done, 1000 * Number(answer.headers.get("Retry-After") ?? 1)));
  }
}

try {
  const made = await check(process.argv.slice(2), MATTER, PURPOSE);
  for (const [code, result] of Object.entries(made.results)) console.log(code, result.verdict);
  console.log("receipt", made.check_id);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
