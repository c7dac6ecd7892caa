/** The audit trail with the check of its chain above it. */
import VerifiedUser from "@mui/icons-material/VerifiedUser";
import { Alert, Box, Button } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { request } from "../../api/http.ts";
import { CollectionList } from "../../generic/list/CollectionList.tsx";
import { useTell } from "../../layout/useTell.tsx";

interface Verification {
	valid: boolean;
	checked: number;
	head: { seq: number; hash: string };
	keptFrom: number;
	brokenAt: number | null;
}

export function AuditList() {
	const translate = useTranslate();
	const { tellError } = useTell();
	const [found, setFound] = useState<Verification | null>(null);
	const [isBusy, setBusy] = useState(false);
	const verify = async () => {
		setBusy(true);
		try {
			setFound((await request<Verification>("/audit/verify")).body);
		} catch (error) {
			tellError(error);
		}
		setBusy(false);
	};
	return (
		<CollectionList
			sort={{ field: "seq", order: "DESC" }}
			actions={
				<Button
					startIcon={<VerifiedUser />}
					disabled={isBusy}
					onClick={() => void verify()}
				>
					{translate("lyceum.audit.verify")}
				</Button>
			}
			over={
				found && (
					<Box sx={{ mb: 1 }}>
						<Alert
							severity={found.valid ? "success" : "error"}
							onClose={() => setFound(null)}
						>
							{translate(found.valid ? "lyceum.audit.valid" : "lyceum.audit.broken", {
								smart_count: found.checked,
								at: found.brokenAt
							})}
						</Alert>
					</Box>
				)
			}
		/>
	);
}
