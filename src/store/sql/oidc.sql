-- struct oidc_link: who somebody of the login service is here
--   issuer text
--   sub text: what the service calls them
--   user_id i64
--   linked_at i64: ms UTC

-- one oidc_link_get (issuer text, sub text) -> @oidc_link
SELECT issuer, sub, user_id, linked_at FROM oidc_link WHERE issuer = :issuer AND sub = :sub;

-- one oidc_link_of_user (issuer text, user_id i64) -> @oidc_link
SELECT issuer, sub, user_id, linked_at FROM oidc_link
WHERE issuer = :issuer AND user_id = :user_id;

-- exec oidc_link_add (@oidc_link)
INSERT INTO oidc_link (issuer, sub, user_id, linked_at)
VALUES (:issuer, :sub, :user_id, :linked_at);

-- exec oidc_link_end (issuer text, user_id i64)
DELETE FROM oidc_link WHERE issuer = :issuer AND user_id = :user_id;
