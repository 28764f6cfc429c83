// What the account screens ask the server for: oneself, and for the owner the people of the studio.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, ask, refusal, type Schemas } from "../../api/client";
import { useChange, useMutation } from "../../ui/mutation";

export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: () => ask(api.GET("/api/me")), staleTime: Infinity });
}

/** Whether this is a grown-up's place, not a child's device. The server asks again. */
export function useIsGrownUp(): boolean {
  const role = useMe().data?.role;
  return role === "owner" || role === "maker";
}

export type Role = Schemas["PersonView"]["role"];
export type Scope = Schemas["TokenForm"]["scopes"][number];
export type Purpose = Schemas["ConsentView"]["purpose"];
export type Consent = Schemas["ConsentView"];

const LOG_PAGE = 100;

const keys = {
  tokens: ["account", "tokens"],
  consents: (user: string) => ["account", "consents", user],
  people: ["account", "people"],
  log: ["account", "log"],
};

/** Which ways in there are; without passwords it is one person's own machine. */
export function useDoor() {
  return useQuery({ queryKey: ["door"], queryFn: () => ask(api.GET("/api/door")), staleTime: Infinity });
}

/** `user` is empty for oneself. */
export function useConsents(user: string, enabled = true) {
  return useQuery({
    enabled,
    queryKey: keys.consents(user),
    queryFn: () =>
      ask(
        user ? api.GET("/api/accounts/{user}/consents", { params: { path: { user } } }) : api.GET("/api/me/consents"),
      ),
  });
}

export function useAgreeing(user: string) {
  return useChange([keys.consents(user)], ({ purpose, agrees }: { purpose: Purpose; agrees: boolean }) => {
    if (user) {
      const params = { params: { path: { user, purpose } } };
      const path = "/api/accounts/{user}/consents/{purpose}";
      return ask(agrees ? api.PUT(path, params) : api.DELETE(path, params));
    }
    const params = { params: { path: { purpose } } };
    return ask(
      agrees ? api.PUT("/api/me/consents/{purpose}", params) : api.DELETE("/api/me/consents/{purpose}", params),
    );
  });
}

export function useTokens() {
  return useQuery({ queryKey: keys.tokens, queryFn: () => ask(api.GET("/api/me/tokens")) });
}

export function useMakingToken() {
  return useChange([keys.tokens], (body: Schemas["TokenForm"]) => ask(api.POST("/api/me/tokens", { body })));
}

export function useRevokingToken() {
  return useChange([keys.tokens], (token: string) =>
    done(api.DELETE("/api/me/tokens/{token}", { params: { path: { token } } })),
  );
}

export function useNewPassword() {
  return useMutation({ mutationFn: (body: Schemas["PasswordForm"]) => ask(api.POST("/api/me/password", { body })) });
}

/** All that ends with nobody being here any more: the page begins anew. */
export function useLeaving() {
  const begin = () => window.location.replace("/");
  const leave = useMutation({ mutationFn: () => ask(api.POST("/api/me/leave")), onSuccess: begin });
  const everywhere = useMutation({ mutationFn: () => ask(api.POST("/api/me/leave-everywhere")), onSuccess: begin });
  const forGood = useMutation({
    mutationFn: (password: string) => done(api.POST("/api/me/delete", { body: { password } })),
    onSuccess: begin,
  });
  return { leave, everywhere, forGood };
}

export function usePeople() {
  return useQuery({ queryKey: keys.people, queryFn: () => ask(api.GET("/api/accounts")) });
}

export function useInviting() {
  return useMutation({
    mutationFn: (role: Role) => ask(api.POST("/api/accounts/invitations", { body: { role } })),
  });
}

export function useChangingRole() {
  return useChange([keys.people], ({ user, role }: { user: string; role: Role }) =>
    done(api.PUT("/api/accounts/{user}/role", { params: { path: { user } }, body: { role } })),
  );
}

export function useResetting() {
  return useMutation({
    mutationFn: (user: string) => ask(api.POST("/api/accounts/{user}/reset", { params: { path: { user } } })),
  });
}

export function useDeletingPerson() {
  return useChange([keys.people], (user: string) =>
    done(api.DELETE("/api/accounts/{user}", { params: { path: { user } } })),
  );
}

/** Who did what, page by page, the newest first. */
export function useLog() {
  return useInfiniteQuery({
    queryKey: keys.log,
    queryFn: ({ pageParam }) =>
      ask(api.GET("/api/audit", { params: { query: { limit: LOG_PAGE, before: pageParam } } })),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length === LOG_PAGE ? page.at(-1)!.number : undefined),
  });
}

/** For answers without a body. */
async function done(answering: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  const { error, response } = await answering;
  if (!response.ok) throw refusal(response.status, error);
}
