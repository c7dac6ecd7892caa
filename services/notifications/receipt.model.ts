/** Says that a user was notified of something, for as long as it may be sent again. Its id names all three. */
import { defineModel, Schema } from "../../mixins/index.ts";

export interface ReceiptFields {
	expiresAt: Date;
}

const schema = new Schema<ReceiptFields>({ expiresAt: { type: Date, required: true } });

schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const Receipt = defineModel<ReceiptFields>("NotificationReceipt", schema);
