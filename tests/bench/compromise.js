// SPDX-License-Identifier: MIT
// compromise.js FILE: the patterns of wink.js for compromise, a paragraph at a time.
const fs = require("fs");
const nlp = require("compromise");

const NAME = "#Determiner? (#Noun|#ProperNoun|#Pronoun)+";
const patterns = {
  claim: [
    `${NAME} (accuses|accused|blames|blamed) ${NAME}`,
    "#Noun (was|were|is|are) (accused|blamed|charged) (of|for|with|by)",
    `#Noun (alleged|alleges|claimed|claims) that? ${NAME}`, `(attributed|linked|tied) to ${NAME}`,
    `(condemned|condemns|denounced) ${NAME}`],
  denial: [
    "#Noun (denied|denies|rejected|rejects|dismissed)",
    "(denied|denies) #Determiner? (allegations|accusations|claims|charges)",
    "pleaded not guilty", "had nothing to do with", "no evidence (of|that)"],
  policy: [
    "(imposed|imposes|announced) #Adjective? (sanctions|tariffs|measures|restrictions)", `(called|calls) (on|for) ${NAME}`,
    `(urged|urges|warned|warns) ${NAME}`, "#Noun will not #Verb", "#Noun (must|should) #Verb"],
};
const nets = Object.entries(patterns).map(([label, list]) => [label, nlp.buildNet(list.map((match) => ({ match })))]);

let out = [];
for (const paragraph of fs.readFileSync(process.argv[2], "utf8").split(/\n+/)) {
  if (!paragraph) continue;
  const doc = nlp(paragraph);
  for (const [label, net] of nets)
    doc.match(net).forEach((m) => out.push(JSON.stringify({ label, text: m.text(), sentence: m.fullSentence().text() })));
  if (out.length > 1000) { fs.writeSync(1, out.join("\n") + "\n"); out = []; }
}
if (out.length) fs.writeSync(1, out.join("\n") + "\n");
