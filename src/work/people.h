/* People and their posts: changed, given, ended; each in one transaction with its entry in the
 * record. New accounts and codes: work/account.h. docs/organisation.md is the manual. */
#ifndef TZ_WORK_PEOPLE_H
#define TZ_WORK_PEOPLE_H

#include "store/unit.h"
#include "store/user.h"
#include "work/app.h"

/* row: names, unit, phone and disabled as they shall be, id and version as they were seen. Closing
 * ends the sessions. ERR_CHANGED when somebody was faster, ERR_PERSON_GUARDED for closing or moving
 * an administrator of any kind, ERR_PERSON_SELF for closing one's own. */
bool person_change(struct app *app, const struct actor *who, const struct user_row *row,
                   struct err *err);
bool person_change_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                      const struct actor *who, const struct user_row *row, struct err *err);

/* row: user_id, unit, role, regions, from_day (0 = from now on), until_day (0 = open). The unit and
 * the regions must lie inside of what `who` reaches. ERR_ROLE_SELF, ERR_ROLE_ALONE,
 * ERR_POST_THERE, ERR_POST_REGIONS, ERR_POST_NO_REGIONS, ERR_DAYS_ORDER, ERR_PERSON_DISABLED. */
bool post_give(struct app *app, const struct actor *who, const struct post_row *row, int64_t *id,
               struct err *err);
bool post_give_tx(struct app *app, struct store_tx *tx, struct arena *arena,
                  const struct actor *who, const struct post_row *row, int64_t *id,
                  struct err *err);
/* Of this person; it counts no more, whoever acts in it can do nothing from the next request on. */
bool post_end(struct app *app, const struct actor *who, int64_t user, int64_t post,
              struct err *err);

/* Nobody has an administrator's role together with another; posts that begin later count, too.
 * ERR_ROLE_ALONE. */
bool roles_fit(struct store_tx *tx, struct arena *arena, const struct user_row *user,
               enum role role, int64_t today, struct err *err);
/* Entry "post.end". Unread messages go to the successor's post, see messages_pass_on. */
bool post_end_tx(struct app *app, struct store_tx *tx, struct arena *arena, const struct actor *who,
                 const struct post_row *post, struct str login, region_code region, int64_t to_post,
                 struct err *err);

#endif
