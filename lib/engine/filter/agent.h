/*
 * agent - what a delivery agent says on stderr when it fails, so that MTAs
 * understand it.
 *
 * An MTA looks for an enhanced status code (RFC 3463) at the start of what a
 * delivery agent prints.  Postfix does so before it looks at the exit status,
 * and lets the code decide whether the mail bounces: a handler's `5.7.1 ...`
 * in front of our 75 would bounce the mail.  Since the first line may be
 * anybody's (the configuration's, the handler's, GLib's), stderr is held back
 * until the exit status is known. The first line that has a code then comes
 * first, the class of that code made to fit; where no line has one, the first
 * line gets one.
 *
 * A terminal's stderr is left alone.
 */
#ifndef ENGINE_AGENT_H
#define ENGINE_AGENT_H

/* From here on stderr is held back; until agent_exit() an exit(3) is one for a
   wrong command line.  abort(3) (GLib's end when there is no memory) becomes an
   exit status of 75. */
void agent_begin(void);

/* Let go of what was held, as it is, and hold back no more: what follows is no
   delivery, or nobody's first line. */
void agent_let_go(void);

/* Let go of it as the exit status asks; returns sysexit. */
int agent_exit(int sysexit);

#endif
