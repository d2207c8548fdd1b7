#include "api_cases.h"

#include "office/pack.h"

int64_t cases_unit(struct api *api, const char *name)
{
    api_good(api, COORDINATOR, "GET", api_target(api, "/api/units?q=%s", name), NULL);
    return api_int(api, "units.0.id");
}

int64_t cases_report(struct api *api, const char *text, const char *more)
{
    api_good(api, INSPECTOR, "POST", CAMPAIGN "/findings",
             api_target(api,
                        "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":\"%s\"%s%s}",
                        text, more[0] ? "," : "", more));
    return api_int(api, "finding.id");
}

void cases_try(struct api *api, enum who who, int64_t id, const char *door, const char *act,
               const char *more)
{
    const char *one = api_target(api, CAMPAIGN "/findings/%lld", (long long)id);
    api_good(api, COORDINATOR, "GET", one, NULL);
    int64_t version = api_int(api, "finding.version");
    api_call(api, who, "POST", api_target(api, "%s%s", one, door),
             api_target(api, "{\"act\":\"%s\",\"version\":%lld,\"reason\":\"因故\"%s%s}", act,
                        (long long)version, more[0] ? "," : "", more));
}

void cases_act(struct api *api, enum who who, int64_t id, const char *door, const char *act,
               const char *more)
{
    cases_try(api, who, id, door, act, more);
    assert_status(api, 200);
}

int64_t cases_dispatched(struct api *api, const char *text, int64_t lead, const char *limit,
                         const char *more)
{
    int64_t id = cases_report(api, text, more);
    cases_act(api, COORDINATOR, id, "/manage", "dispatch",
              api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"%s\"", (long long)lead,
                         limit));
    return id;
}

static bool begins(const char *at, const char *tag)
{
    return strncmp(at, tag, strlen(tag)) == 0;
}

const char *cases_docx(struct api *api)
{
    struct pack p;
    struct buf xml, out;
    struct err err = {0};
    buf_init(&xml, 0);
    buf_init(&out, 0);
    assert_true(pack_open(&p, "answer.docx", "docx", api->body, &err));
    assert_true(pack_read(&p, pack_find(&p, "word/document.xml"), 1 << 24, &xml, &err));
    pack_close(&p);
    buf_addc(&xml, 0);
    for (const char *at = xml.p; *at;) {
        if (begins(at, "</w:p>"))
            buf_addc(&out, '\n');
        if (begins(at, "<w:br/>"))
            buf_addc(&out, '|');
        if (begins(at, "<w:t ") || begins(at, "<w:t>")) {
            at = strchr(at, '>') + 1;
            buf_adds(&out, (struct str){at, (size_t)(strchr(at, '<') - at)});
        }
        at = *at == '<' ? strchr(at, '>') + 1 : at + strcspn(at, "<");
    }
    const char *text = arena_str(&api->arena, buf_str(&out)).p;
    buf_release(&xml);
    buf_release(&out);
    return text;
}
