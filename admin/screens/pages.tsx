import type { ComponentType } from "react";
export const pages: { path: string; Page: ComponentType }[] = [];
