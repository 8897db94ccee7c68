// Checks that are counted: each is a sentence and a function that throws when the sentence is not true.

let passed = 0;
const failures = [];

export async function check(sentence, body) {
    try {
        await body();
        passed += 1;
    } catch (error) {
        failures.push(sentence);
        const reason = String(error?.stack || error?.message || error)
            .split("\n")
            .slice(0, 16);
        console.log([`FAILED: ${sentence}`, ...reason].join("\n    "));
    }
}

// Prints the counts and says with which status the program is to end.
export function summary() {
    console.log(
        failures.length ? `${failures.length} of ${passed + failures.length} checks FAILED` : `${passed} checks passed`
    );
    return failures.length || !passed ? 1 : 0;
}
