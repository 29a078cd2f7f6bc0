import { RouterProvider } from "@tanstack/react-router";
import { router } from "./router.tsx";

/** Everything at `/admin`. */
export function Admin() {
  return <RouterProvider router={router} />;
}
