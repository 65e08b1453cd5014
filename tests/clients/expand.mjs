// Reads {name: JSON-LD document} from standard input, turns each into N-Quads with jsonld.js, which may
// load nothing, and writes {name: N-Quads} to standard output.
import jsonld from "jsonld";

const documentLoader = async (address) => {
  throw new Error(`a context was to be loaded from ${address}`);
};

let text = "";
for await (const piece of process.stdin) text += piece;
const written = {};
for (const [name, document] of Object.entries(JSON.parse(text))) {
  written[name] = await jsonld.toRDF(document, { format: "application/n-quads", documentLoader });
}
process.stdout.write(JSON.stringify(written));
