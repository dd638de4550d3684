// Every kind of public page, for the tests that look at all of them.

import type { Programme } from "./server.ts";

/** Addresses by what the server shows. */
export const publicPages: [Programme, string][] = [
  ["first", "/"],
  ["first", "/programme"],
  ["first", "/programme/2022-10-12"],
  ["first", "/programme?view=grid"],
  ["first", "/programme?topic=prevention&speaker=florian-scotte"],
  ["first", "/programme?topic=alchemy&kind=webinar&q=mooney"],
  ["first", "/events/project-review-conference"],
  ["first", "/events/webinar-2"],
  ["first", "/people"],
  ["first", "/people/sana-al-sukhun"],
  ["first", "/topics/cost-effectiveness"],
  ["first", "/topics/telepathology"],
  ["first", "/library"],
  ["first", "/library/report-supportive-care-value-and-reimbursement"],
  ["first", "/search"],
  ["first", "/search?q=scotte"],
  ["first", "/search?q=reimbursment"],
  ["first", "/search?q=zebra"],
  ["first", "/agenda"],
  ["first", "/about"],
  ["first", "/supporters"],
  ["first", "/privacy"],
  ["first", "/accessibility"],
  ["first", "/nowhere"],
  ["conference", "/programme"],
  ["conference", "/programme?view=grid"],
  ["conference", "/sessions/nightschool-1-what-telemonitoring-asks-of-a-ward"],
];
