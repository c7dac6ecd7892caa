/** Gives a service its own generation of each model that it uses, and takes it away with the service. */
import type { Model } from "mongoose";
import { defineMixin } from "./declarations.ts";
import { bindModel, type ModelDefinition } from "./model.ts";

interface ModelsThis {
	models: Map<ModelDefinition, Model<never>>;
}

export const models = defineMixin<ModelsThis>({
	methods: {
		/** The model of this generation of the service, made at its first use. */
		model(definition: ModelDefinition<never>) {
			const known = this.models.get(definition);
			if (known) return known;
			const { kernel } = this.broker;
			kernel.actingPlugin()?.requireCollection(definition.collection);
			const { connection } = kernel;
			const modelName = `${definition.name}~${this.fullName}`;
			const model = bindModel(connection, definition, modelName);
			this.models.set(definition, model as never);
			this.onStop(() => {
				connection.deleteModel(modelName);
				this.models.delete(definition);
			});
			return model;
		}
	},

	created() {
		this.models = new Map();
	}
});
