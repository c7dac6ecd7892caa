export { CollectionCreate as default } from "./CollectionCreate.tsx";
