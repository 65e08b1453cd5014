// Reads {name: text of a citation} from standard input, reads each with citation-js, which tells the format
// by itself, and writes {name: [CSL-JSON items]} to standard output.
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";

let text = "";
for await (const piece of process.stdin) text += piece;
const read = {};
for (const [name, citation] of Object.entries(JSON.parse(text))) {
  read[name] = new Cite(citation).data;
}
process.stdout.write(JSON.stringify(read));
