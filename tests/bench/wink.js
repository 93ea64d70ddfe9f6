// SPDX-License-Identifier: MIT
// wink.js FILE: claims, denials and policy with wink-nlp's custom entities, a paragraph at a time, as a peer of allege.
const fs = require("fs");
const nlp = require("wink-nlp")(require("wink-eng-lite-web-model"), ["sbd", "pos", "cer"]);
const its = nlp.its;

nlp.learnCustomEntities([
  { name: "claim", patterns: [
    "[|DET] [NOUN|PROPN|PRON] [accuses|accused|blames|blamed] [|DET] [NOUN|PROPN|PRON]",
    "[NOUN|PROPN|PRON] [was|were|is|are] [accused|blamed|charged] [of|for|with|by]",
    "[NOUN|PROPN|PRON] [alleged|alleges|claimed|claims] [|that] [|DET] [NOUN|PROPN|PRON]",
    "[attributed|linked|tied] [to] [|DET] [NOUN|PROPN]",
    "[condemned|condemns|denounced] [|DET] [NOUN|PROPN]" ] },
  { name: "denial", patterns: [
    "[NOUN|PROPN|PRON] [denied|denies|rejected|rejects|dismissed]",
    "[denied|denies] [|DET] [allegations|accusations|claims|charges|involvement|wrongdoing]",
    "[pleaded] [not] [guilty]",
    "[had] [nothing] [to] [do] [with]",
    "[no] [evidence] [of|that]" ] },
  { name: "policy", patterns: [
    "[imposed|imposes|announced] [|ADJ] [sanctions|tariffs|measures|restrictions]",
    "[called|calls] [on|for] [|DET] [NOUN|PROPN]",
    "[urged|urges|warned|warns] [|DET] [NOUN|PROPN]",
    "[NOUN|PROPN|PRON] [will] [not] [VERB]",
    "[NOUN|PROPN] [must|should] [VERB]" ] },
]);

let out = [];
for (const paragraph of fs.readFileSync(process.argv[2], "utf8").split(/\n+/)) {
  if (!paragraph) continue;
  nlp.readDoc(paragraph).customEntities().each((e) => {
    out.push(JSON.stringify({ label: e.out(its.type), text: e.out(), sentence: e.parentSentence().out() }));
  });
  if (out.length > 1000) { fs.writeSync(1, out.join("\n") + "\n"); out = []; }
}
if (out.length) fs.writeSync(1, out.join("\n") + "\n");
