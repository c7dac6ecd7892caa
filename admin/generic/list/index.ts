export { CollectionList as default } from "./CollectionList.tsx";
