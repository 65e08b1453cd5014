// Reads {"questions": {name: text}, "source": {...}} from standard input, asks Comunica, and writes
// {name: [{variable: N-Triples-like term}]} to standard output.
import { QueryEngine } from "@comunica/query-sparql";

function written(term) {
  if (term.termType === "Literal") {
    return ["literal", term.value, term.language, term.datatype.value];
  }
  return [term.termType === "BlankNode" ? "blank" : "iri", term.value];
}

let text = "";
for await (const piece of process.stdin) text += piece;
const { questions, source } = JSON.parse(text);
const engine = new QueryEngine();
const answers = {};
for (const [name, query] of Object.entries(questions)) {
  const stream = await engine.queryBindings(query, { sources: [source] });
  answers[name] = (await stream.toArray()).map((row) =>
    Object.fromEntries([...row].map(([variable, term]) => [variable.value, written(term)])),
  );
}
process.stdout.write(JSON.stringify(answers));
