/* What was done, by whom: written with the act, and verified. See docs/audit.md. */
#ifndef TZ_WORK_AUDIT_H
#define TZ_WORK_AUDIT_H

#include "store/audit.h"
#include "work/app.h"

struct act {
    const char *kind;         /* "value.change" */
    region_code region;       /* 0 = none */
    struct str thing;         /* "campaign 1 I03 2025" */
    struct str before, after; /* JSON objects of what changed, or empty */
    struct str reason;
};

/* Inside of the write that does it. */
bool audit_act(struct app *app, struct store_tx *tx, const struct actor *who, const struct act *act,
               struct err *err);

enum audit_fault {
    AUDIT_SOUND,
    AUDIT_CHANGED, /* the entry does not have its hash */
    AUDIT_MISSING, /* the entry is not there, later ones are */
    AUDIT_CUT,     /* the head says that there were more */
    AUDIT_HEAD,    /* the head is not the last hash */
    AUDIT_OTHER,   /* not the entry that a checkpoint was made of */
};

/* A chain that is being walked. */
struct audit_walk {
    enum audit_algorithm with;
    int64_t n; /* entries found sound */
    char head[SHA256_HEX];
    int64_t watch; /* this entry has the hash `watched`; 0 = nothing is said of any */
    char watched[SHA256_HEX];
    enum audit_fault fault;
    int64_t at; /* the first broken entry */
};

/* Length and head of the record as a checkpoint or a paper says. */
struct audit_point {
    int64_t entries;
    struct str head; /* hexadecimal */
};

/* point NULL: nothing is said of it. */
void audit_walk_begin(struct audit_walk *w, enum audit_algorithm with,
                      const struct audit_point *point);
/* The next entry as it was found; false when the chain is broken here or memory is out (err). */
bool audit_walk_next(struct audit_walk *w, const struct audit_entry *e, struct str hash,
                     struct err *err);
/* No more entries: what the head says must be what was walked. */
void audit_walk_end(struct audit_walk *w, int64_t entries, struct str head);
/* The whole table against its head. False only when it could not be read. */
bool audit_verify(struct store_tx *tx, struct audit_walk *out, struct err *err);
/* And against a point that was kept elsewhere. */
bool audit_verify_since(struct store_tx *tx, const struct audit_point *point,
                        struct audit_walk *out, struct err *err);

/* The fault in words; true when there is none. */
bool audit_sound(const struct audit_walk *w, struct err *err);

/* What the chain is hashed with: its first entry, ERR_AUDIT_BEGUN when it has one already. */
bool audit_choose(struct app *app, struct store_tx *tx, const struct actor *who,
                  enum audit_algorithm with, struct err *err);

/* The first line of an exported file: algorithm, length and head. */
void audit_first_line(const struct audit_head_row *head, struct buf *out);
bool audit_first_line_read(struct arena *arena, struct str line, struct audit_head_row *out,
                           struct err *err);
/* One line of an exported file, and back. ERR_BAD_REQUEST for a line that is none. */
void audit_line(const struct audit_row *row, struct buf *out);
bool audit_line_read(struct arena *arena, struct str line, struct audit_row *out, struct err *err);

#endif
