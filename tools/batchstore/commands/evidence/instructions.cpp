#include "commands/evidence/instructions.hpp"

std::string_view evidence_instructions() {
    return R"(Evidence from a store of batchstore
===================================

What servers said about some batches, and what proves that it is what a log has. This folder is all
that is needed to check it, with Python 3.8 or newer and nothing else:

    python3 check.py HEAD

HEAD is an end of the log, SEQ:DIGEST, that somebody wrote down elsewhere when the last answer here
had been recorded, or later. Several may be given. It ends with "ok", or says what is wrong.


What is in this folder

answers.jsonl  The answers, one a line, in the order of the log. "body" is what a server said, byte
               for byte. "verdict" is what it did to what was known of the batch; "absent": the
               server said that it did not know it. "observed_at_us" is when it was said, and
               "recorded_at_us" when the log took it, in microseconds since 1970. "source" is who
               saw it. "digest" is that of the log up to here.
chain.txt      The log from before the first of these answers to its end. The first line is the
               head there. Then each entry has a line: "answer" is the next one of answers.jsonl,
               and anything else is the digest of an entry that is not in this folder.
head.txt       The head to which chain.txt leads.
report.html    A report about these batches, for a browser.
report.txt     The same as text.
check.py       What checks this folder. Whoever does not trust it takes examples/check_evidence.py
               from the sources of batchstore (--folder names this folder), or writes another one.
SHA256SUMS     The digests of all these files; sha256sum -c SHA256SUMS checks them too.


What each check proves

1. The files are those that SHA256SUMS lists: none was changed, added or removed since, unless
   SHA256SUMS was changed as well. check.py prints its SHA-256: if that is the one which batchstore
   printed when it wrote this folder (--sums takes it), all of it is as it was written, the reports
   too.

2. The chain leads to the head. With N(x) the length of x in bytes, ":", x and ",":

       entry(n)  = SHA-256( N(seq) N(id) N(observed_at_us) N(recorded_at_us) N(source)
                            N(precedence) N(verdict) SHA-256(body) )
       digest(n) = SHA-256( digest(n-1) entry(n) )

   So the log with the head in head.txt has these answers, byte for byte, at these places. Nobody
   can make another answer that leads to the same head.

3. The head is one that was kept elsewhere. Only that says whose log this is: without it, somebody
   can make up a log, and everything here. A head proves the answers up to its SEQ.


What no check proves

- That these are all answers about these batches, or all batches that were asked for. The other
  entries of the log are here as digests only. Whoever has the store can see it: batchstore verify
  --since HEAD, and batchstore evidence again, which writes the same folder.
- That what servers said is true, and that all they said reached the log. Times of observation are
  what was said of them, and a source is a label.
- That the reports follow from the answers. The same command writes them again from the store;
  it stands at the end of them, without the names of the store and of this folder.
)";
}

std::string_view evidence_title() {
    const std::string_view text = evidence_instructions();
    return text.substr(0, text.find('\n'));
}
