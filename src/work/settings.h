/* What the security administrator may decide, with the bounds in which it may be decided. One table
 * (settings.c) names every setting; nothing else does. */
#ifndef TZ_WORK_SETTINGS_H
#define TZ_WORK_SETTINGS_H

#include "store/setting.h"
#include "work/app.h"

enum setting {
    SETTING_SESSION_IDLE_MINUTES, /* a session ends so long after its last use */
    SETTING_SESSION_HOURS,        /* and so long after the login at the latest */
    SETTING_PASSWORD_DAYS,        /* so old a password must be changed; 0 = never */
    SETTING_CODE_HOURS,           /* so long a one-time code in place of a password is valid */
    SETTING_SECOND_STEP_ROLES,    /* roles that need one-time codes to log in */
    SETTING_COUNT
};

struct setting_def {
    const char *name;
    const char *zh, *en;  /* what it is */
    int64_t min, max;     /* of a number; both 0 = a list of roles */
    const char *standard; /* the default */
};
extern const struct setting_def SETTINGS[SETTING_COUNT];

struct settings {
    int64_t number[SETTING_COUNT];
    struct str text[SETTING_COUNT]; /* as stored, or the default */
};

/* One statement. */
bool settings_read(struct store_tx *tx, struct arena *arena, struct settings *out, struct err *err);
/* The roles, as a set separated by commas, hold this one. */
bool setting_has_role(const struct settings *s, enum setting which, struct str role);
/* ERR_NOT_FOUND, ERR_NUMBER, ERR_RANGE, ERR_CHOICE. `role_known` says what is a role. */
bool setting_change(struct app *app, const struct actor *who, struct str name, struct str value,
                    bool (*role_known)(struct str role), struct err *err);

#endif
