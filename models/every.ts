/** Loads every model, so that a tool that fills a database builds all its indexes. */
import './attempts';
import './calendars';
import './counters';
import './drafts';
import './histories';
import './inbox-filters';
import './materials';
import './orgs';
import './packs';
import './posts';
import './process-schemas';
import './replies';
import './restore-mark';
import './substitutions';
import './task-marks';
import './unarchived';
import './users';
