export { CollectionEdit as default } from "./CollectionEdit.tsx";
