/** Loads every model, so that a tool that fills a database builds all its indexes. */
import './attempts';
import './calendars';
import './counters';
import './drafts';
import './histories';
import './materials';
import './orgs';
import './packs';
import './posts';
import './process-schemas';
import './replies';
import './restore-mark';
import './substitutions';
import './unarchived';
import './users';
