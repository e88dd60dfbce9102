"""The staff: roles, invitations, groups of a bidang, recipients, and the audit trail (`tx.staff`).

Convention: a role, a group or an invitation that is made or ended leaves a line in the audit trail
in the same transaction (`audit`), under a hashed name, and roles are given and taken through
`session.change_roles`. Without the line an admin cannot see who gave a role away; without
`change_roles` a person keeps an old role until the transaction ends.
"""
