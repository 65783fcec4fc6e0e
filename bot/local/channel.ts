/**
 * The bot in a browser on this machine, without Teams. Loopback only; every request's Host must be this
 * machine's, and an Origin (browsers send one) must be this page's own: 403 otherwise.
 *
 * TOWARDS THE PAGE
 *
 * POST /local/messages                      JSON, at most 256 KB; longer pastes go to /local/upload
 *   { "text": "…" }                         a typed or pasted message
 *   { "verb": "…", "data": {…}, "replyToId": "…" }   Action.Execute on the card in activity `replyToId`
 *   { "value": {…}, "replyToId": "…" }      Action.Submit
 *   → 200 { "id": "…", "card": {…}|null }   `card`: what the clicked card becomes (Execute only; an
 *                                           `update` event follows for the one case card anyway)
 *   → 400/413 { "problem": "a sentence" }
 * POST /local/upload?name=FILE&text=…       raw bytes (application/octet-stream), at most MAX_UPLOAD_MB;
 *   → 200 { "id": "…" }                     `name=pasted%20text` for a long paste; `text` goes with it
 *   → 413 { "problem": "a sentence" }
 * GET /local/events                         text/event-stream; each event has an id; a reconnect with
 *                                           Last-Event-ID gets what it missed, or `history` anew
 *   event: history   { "activities": [Activity…], "case": id|null, "says": "Local preview, not Teams" }
 *                                           first event of a fresh connection: replaces all that is shown
 *   event: activity  Activity               a new message, also the person's own
 *   event: update    Activity               replaces the activity of that id, in place
 *   event: delete    { "id": "…" }
 *   event: typing    {}                     the bot works on it; until the next activity
 *   event: case      { "id": "…", "version": 7 }   a case changed: fetch /local/cases/:id
 *   Activity = { "id", "timestamp" (ISO), "from": { "name", "role": "bot"|"user" }, "text": "…",
 *                "cards": [AdaptiveCard…], "files": [{ "name", "bytes", "lines" }] }
 *   A long text of the person is shortened: the whole is a file of it ("handle output, 412 lines").
 * GET /local/cases                          { "cases": [InvestigationSummary…], "current": id|null }, newest first
 * GET /local/cases/:id                      CaseView (cards/types.ts); 404 { "problem" }
 * GET /local/raw/:ref                       raw output by its SHA-256: text/plain, attachment; 404
 * GET /local/reports/:id/report.html        the case's report as it stands: no scripts, sandboxed
 * GET /local/reports/:id/report.md          the same for a ticket, text/plain
 *
 * TOWARDS THE BOT (Bot Connector REST, what botbuilder's connector client calls)
 *
 * POST   /v3/conversations/:id/activities              → { "id" }
 * POST   /v3/conversations/:id/activities/:activityId  → { "id" }   (a reply)
 * PUT    /v3/conversations/:id/activities/:activityId  → { "id" }
 * DELETE /v3/conversations/:id/activities/:activityId  → 200
 */
export {};
