// Who I am.
import { useQuery } from "@tanstack/react-query";
import { api, ask } from "./client";

export function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: () => ask(api.GET("/api/me")), staleTime: Infinity });
}

/** Whether this is a grown-up's place, not a child's device. The server asks again. */
export function useIsGrownUp(): boolean {
  const role = useMe().data?.role;
  return role === "owner" || role === "maker";
}
